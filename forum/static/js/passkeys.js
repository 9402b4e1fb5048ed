// Passkeys: a form that is waiting for one asks the browser, then is sent with the answer.

const known = window.PublicKeyCredential?.parseRequestOptionsFromJSON;

const ask = {
  create: (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

function wire(form) {
  const { passkey, options, failed } = form.dataset;
  const problem = form.querySelector("[role=alert]");
  form.hidden = false;
  form.nextElementSibling.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      const credential = await ask[passkey](JSON.parse(options));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      problem.textContent = failed;
      problem.hidden = false;
    }
  });
}

if (known) document.querySelectorAll("[data-passkey]").forEach(wire);
