export declare const packages: ReadonlyArray<{ readonly name: string; readonly programs: readonly string[] }>;
export declare function missing(): string[];
export declare function obstacle(): string | undefined;
