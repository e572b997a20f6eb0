// Small comforts. Every page works without this file; the server stays the authority.

const focusSummary = () => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
};

// A second click on the way is swallowed here and harmless there (command_id).
const guardForms = () => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // Back brings the answers back, but a new command: remember which one these answers were.
    const command = form.elements.command_id?.value;
    if (command) history.replaceState({ ...history.state, command }, "");
    for (const button of form.querySelectorAll("button[type=submit]")) {
      button.setAttribute("aria-disabled", "true");
    }
  });
  // Coming back to the page by the Back button must leave it usable.
  window.addEventListener("pageshow", () => {
    const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    for (const form of document.querySelectorAll("form[data-once]")) {
      delete form.dataset.sent;
      const command = isBack && history.state?.command;
      if (command && form.elements.command_id) form.elements.command_id.value = command;
      for (const button of form.querySelectorAll("[aria-disabled]")) {
        button.removeAttribute("aria-disabled");
      }
    }
  });
};

const warnUnsaved = () => {
  let dirty = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-unsaved]")) dirty = true;
  });
  document.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
};

const setAll = () => {
  for (const button of document.querySelectorAll("[data-set-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const ending = `-${button.dataset.setAll}`;
      for (const input of button.form.elements) {
        if (!input.name || !input.name.endsWith(ending)) continue;
        if (input.type === "radio" || input.type === "checkbox") {
          if (input.value === button.dataset.value) input.checked = true;
        } else {
          input.value = button.dataset.value;
        }
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  }
};

// Amounts are added in minor units, as whole numbers, like on the server.
const minorOf = (text) => {
  let clean = text.replace(/[\s']/g, "");
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(clean)) return 0;
  if (/^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(clean)) clean = clean.replaceAll(",", "");
  const parts = /^(\d{1,13})(?:[.,](\d{1,2}))?$/.exec(clean);
  return parts ? Number(parts[1]) * 100 + Number((parts[2] || "").padEnd(2, "0")) : 0;
};
const figures = (minor) =>
  `${String(Math.floor(minor / 100)).replace(/\B(?=(\d{3})+$)/g, "\u00a0")},${String(minor % 100).padStart(2, "0")}`;

const liveSums = () => {
  for (const output of document.querySelectorAll("output[data-sum]")) {
    const form = output.closest("form");
    const inputs = [...form.elements].filter(
      (input) => input.name && /^row-\d+-/.test(input.name) && input.name.endsWith(`-${output.dataset.sum}`),
    );
    const isMoney = inputs.some((input) => input.inputMode === "decimal");
    const add = () => {
      const sum = inputs.reduce((total, { value }) => total + (isMoney ? minorOf(value) : Number.parseInt(value, 10) || 0), 0);
      output.value = isMoney ? figures(sum) : String(sum);
    };
    form.addEventListener("input", add);
  }
};

const printButtons = () => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
};

const wideMenu = () => {
  const wide = window.matchMedia("(min-width: 64em)");
  const apply = () => {
    for (const menu of document.querySelectorAll("[data-open-wide]")) menu.open = wide.matches;
  };
  wide.addEventListener("change", apply);
  apply();
};

focusSummary();
guardForms();
warnUnsaved();
setAll();
liveSums();
printButtons();
wideMenu();
