import { expect, test } from 'vitest';
import { escapeHtml, jsonForScript, mailto, titleHtml } from './html.ts';

test('text becomes HTML that can stand in an element or an attribute', () => {
  expect(escapeHtml('<a href="x">R&D</a>')).toBe('&lt;a href=&quot;x&quot;&gt;R&amp;D&lt;/a&gt;');
});

test('the guillemets of a title are marked, with the space that holds them', () => {
  expect(titleHtml('«\u00a0Bonjour\u00a0»\u00a0: récit')).toBe(
    '<span class="mark">«\u00a0</span>Bonjour<span class="mark">\u00a0»</span>\u00a0: récit',
  );
});

test('a line of a title never ends on a little word, and its text is escaped', () => {
  expect(titleHtml('Ce que le client de R&D a dit')).toBe('Ce\u00a0que le\u00a0client de\u00a0R&amp;D a\u00a0dit');
});

test('a line of a title never ends at the hyphen of a short compound', () => {
  expect(titleHtml('L’après-vente, est-ce prêt-à-porter\u00a0?')).toBe(
    '<span class="whole">L’après-vente</span>, <span class="whole">est-ce</span> prêt-à-porter\u00a0?',
  );
});

test('JSON for a script can not end the script', () => {
  const value = { title: '</script><!-- & \u2028' };
  const json = jsonForScript(value);
  expect(json).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(json)).toEqual(value);
});

test('a prepared message has plain spaces in its subject and body', () => {
  expect(mailto('a@b.fr', 'Un\u00a0an', 'Nom\u202f:\n')).toBe('mailto:a@b.fr?subject=Un%20an&body=Nom%20%3A%0A');
});
