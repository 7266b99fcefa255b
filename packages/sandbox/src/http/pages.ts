/** A page for a browser to click on: an account, and yes or no. */
export function signInPage(title: string, asks: string, accounts: readonly string[], hint: string | undefined): string {
  const chosen = accounts.find((one) => one.toLowerCase() === hint?.toLowerCase()) ?? accounts[0];
  const options = accounts.map((user) => {
    const state = user === chosen ? ' checked' : '';
    return `<label><input type="radio" name="user" value="${escapeHtml(user)}"${state}> ${escapeHtml(user)}</label><br>`;
  });
  return page(
    title,
    `<p>${escapeHtml(asks)}</p>
<form method="post">
${options.join('\n')}
<p><button id="sign-in" name="decision" value="approve">Sign in</button>
<button id="deny" name="decision" value="deny">Deny</button></p>
</form>`,
  );
}

/** Where the code that a device shows is typed in. */
export function userCodePage(title: string, accounts: readonly string[], userCode: string): string {
  const options = accounts.map((user) => `<option>${escapeHtml(user)}</option>`);
  return page(
    title,
    `<form method="post">
<p><label>Code <input id="user-code" name="user_code" value="${escapeHtml(userCode)}" autocomplete="off"></label></p>
<p><label>Account <select id="user" name="user">${options.join('')}</select></label></p>
<p><button id="sign-in" name="decision" value="approve">Sign in</button>
<button id="deny" name="decision" value="deny">Deny</button></p>
</form>`,
  );
}

export function messagePage(title: string, text: string): string {
  return page(title, `<p id="message">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`);
}

/** Brings fields to an address by POST, as `response_mode=form_post` wants it. */
export function formPostPage(action: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return page(
    'Working...',
    `<form method="post" action="${escapeHtml(action)}">${inputs.join('')}<noscript><button>Continue</button></noscript></form>
<script>document.forms[0].submit()</script>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body><h1>${escapeHtml(title)}</h1>
${body}
</body></html>
`;
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (letter) => names[letter]!);
}
