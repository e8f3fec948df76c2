'use strict';
(() => {
  // A sign-in link: what stands behind the # is never sent in a URL, nor kept in the history.
  const entry = document.getElementById('sign-in');
  const enter = () => {
    if (location.hash.length < 2) { return; }
    entry.elements.namedItem('link').value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
    entry.submit();
  };
  if (entry) {
    enter();
    addEventListener('hashchange', enter);
  }

  const status = document.createElement('p');
  status.className = 'unseen';
  status.setAttribute('role', 'status');
  document.body.append(status);

  const copyByHand = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  for (const button of document.querySelectorAll('[data-copy]')) {
    const source = document.getElementById(button.dataset.copy);
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = 'Copied';
      } catch {
        copyByHand(source);
        button.textContent = 'Selected';
      }
      status.textContent = button.textContent;
      setTimeout(() => { button.textContent = label; status.textContent = ''; }, 2000);
    });
  }

  // Where a name must be typed, the button waits for it. The server asks for it all the same.
  for (const field of document.querySelectorAll('[data-typed]')) {
    const button = field.form.querySelector('button[type="submit"]');
    const check = () => { button.disabled = field.value.trim() !== field.dataset.typed; };
    field.addEventListener('input', check);
    check();
  }

  // A second click must not send a form twice.
  for (const form of document.querySelectorAll('form[method="post"]')) {
    form.addEventListener('submit', () => {
      for (const button of form.querySelectorAll('button[type="submit"]')) { button.setAttribute('aria-busy', 'true'); }
    });
  }

  // One open form at a time, and its first field is ready to be typed in.
  for (const details of document.querySelectorAll('details.action')) {
    details.addEventListener('toggle', () => {
      if (!details.open) { return; }
      for (const other of details.parentElement.querySelectorAll('details.action[open]')) {
        if (other !== details) { other.open = false; }
      }
      const first = details.querySelector('input:not([type="hidden"]), select');
      if (first) { first.focus(); }
    });
  }

  // What was refused comes first.
  const fault = document.querySelector('[aria-invalid="true"], [role="alert"]');
  if (fault) {
    if (fault.matches('[role="alert"]')) { fault.tabIndex = -1; }
    fault.focus();
  }

  const current = document.querySelector('.areas [aria-current]');
  if (current) {
    const list = current.closest('ul');
    list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
  }

  for (const time of document.querySelectorAll('time')) {
    const moment = new Date(time.dateTime);
    if (!Number.isNaN(moment.valueOf())) { time.title = moment.toLocaleString(undefined, { timeZoneName: 'short' }); }
  }
})();
