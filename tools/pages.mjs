/** `npm run pages`: every suite of the demo in a browser. `npm test` takes one look at each page. */
process.env.EHLO_PAGES = '1';
process.argv.splice(
  2,
  Infinity,
  ...['page', 'sign-in-page', 'why-page', 'doctor-page'].map((name) => `apps/demo/test/${name}.test`),
);
await import('./test.mjs');
