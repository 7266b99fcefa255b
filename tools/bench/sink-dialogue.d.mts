export declare const GREETING: string;
export declare class Dialogue {
  constructor(settings: { take: (serial: number, recipients: number) => void; startTls?: () => void });
  octets: number;
  over: boolean;
  hear(piece: Buffer): string;
}
