import { expect, test } from 'vitest';
import { composeMail, type Mail } from './mail.ts';

const house = { name: 'Verbatim', siteUrl: 'https://verbatim.example', address: '1, rue de la Paix, 75002 Paris' };
const mail: Mail = {
  subject: 'Un essai',
  preheader: 'En bref',
  blocks: [
    { kind: 'heading', text: 'Ce que vous avez commandé' },
    { kind: 'paragraph', text: 'Bonjour <b>à</b> vous & "eux".' },
    { kind: 'action', label: 'Ouvrir', url: 'https://verbatim.example/?a=1&b=2' },
    {
      kind: 'facts',
      rows: [
        ['Prix', '9\u00a0€'],
        ['Offre', 'Un an'],
      ],
    },
    { kind: 'quote', text: 'Article 1\n\nArticle 2' },
    { kind: 'fine', text: 'Petit.' },
  ],
};

test('a mail has a text that says all', () => {
  expect(composeMail(mail, house).text.replaceAll('\u00a0', '~')).toMatchInlineSnapshot(`
    "Ce que vous avez commandé

    Bonjour <b>à</b> vous & "eux".

    Ouvrir~:
    https://verbatim.example/?a=1&b=2

    Prix~: 9~€
    Offre~: Un an

    > Article 1
    >
    > Article 2

    Petit.

    -- 
    Verbatim
    https://verbatim.example
    1, rue de la Paix, 75002 Paris
    "
  `);
});

test('its HTML is escaped, fetches nothing and says the same', () => {
  const { html, subject } = composeMail(mail, house);
  expect(subject).toBe('Un essai');
  expect(html).toContain('<html lang="fr">');
  expect(html).toContain('Bonjour &lt;b&gt;à&lt;/b&gt; vous &amp; &quot;eux&quot;.');
  expect(html).toContain('href="https://verbatim.example/?a=1&amp;b=2"');
  expect(html).toContain('Article 1<br><br>Article 2');
  expect(html).not.toMatch(/<img|src=|url\(|<link|<script|@import|background/);
  expect(html.length).toBeLessThan(6000);
});

test('a subject is one line', () => {
  expect(composeMail({ ...mail, subject: ' a\r\nBcc: x@y.fr\u0000 ' }, house).subject).toBe('a Bcc: x@y.fr');
});

test('an action leads to the web or nowhere', () => {
  for (const url of ['javascript:alert(1)', '/compte/', 'https://x.fr/ y', 'https://x.fr/"onclick'])
    expect(() => composeMail({ ...mail, blocks: [{ kind: 'action', label: 'x', url }] }, house)).toThrow('no address');
});
