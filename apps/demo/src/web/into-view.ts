/** On a phone the results stand below the form, out of sight: they are scrolled to. Beside the form nothing is done. */
export function intoView(results: Element | null): void {
  if (window.matchMedia('(max-width: 959px)').matches) results?.scrollIntoView();
}
