/*
 * Passkeys: a form with data-passkey="get" or "create" asks the browser for one before it is sent.
 *
 * The server's options stand in a JSON script named by data-options (member data-options-key), or are
 * fetched afresh from data-options-url. Without scripts or passkeys such forms stay hidden, or do nothing.
 */
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const withIds = (list) => (list ?? []).map((entry) => ({ ...entry, id: toBytes(entry.id) }));

function readOptions({ publicKey }) {
  const read = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) read.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  if (publicKey.allowCredentials) read.allowCredentials = withIds(publicKey.allowCredentials);
  if (publicKey.excludeCredentials) read.excludeCredentials = withIds(publicKey.excludeCredentials);
  return { publicKey: read };
}

function writeCredential(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  response.transports = credential.response.getTransports?.() ?? [];
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function optionsOf(form) {
  if (form.dataset.optionsUrl) {
    const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return readOptions((await answer.json()).request_options);
  }
  const all = JSON.parse(document.getElementById(form.dataset.options).textContent);
  return readOptions(all[form.dataset.optionsKey]);
}

async function ask(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") return navigator.credentials.get(options);
  const alone = form.elements.passwordless?.checked ?? false;
  const selection = (options.publicKey.authenticatorSelection ??= {});
  selection.residentKey = alone ? "required" : "preferred";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  return navigator.credentials.create(options);
}

async function send(event) {
  const form = event.target;
  event.preventDefault();
  const error = form.querySelector("[data-passkey-error]");
  const button = form.querySelector("button");
  error.hidden = true;
  button.disabled = true;
  try {
    form.elements.credential.value = writeCredential(await ask(form));
    form.submit();
  } catch {
    error.hidden = false;
    button.disabled = false;
    button.focus();
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", send);
  }
}
