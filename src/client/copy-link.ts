/** `<copy-link data-url data-done hidden>`: a button that copies an address. It stays hidden where nothing can be copied. */
customElements.define(
  'copy-link',
  class extends HTMLElement {
    connectedCallback() {
      const button = this.querySelector('button');
      const status = this.querySelector('[role=status]');
      const { url, done } = this.dataset;
      // Browsers offer the clipboard over https and on loopback only.
      if (!('clipboard' in navigator) || button === null || status === null || url === undefined) return;
      button.addEventListener('click', () => {
        navigator.clipboard.writeText(url).then(
          () => (status.textContent = done ?? ''),
          () => (this.hidden = true),
        );
      });
      this.hidden = false;
    }
  },
);
