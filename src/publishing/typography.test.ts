import fc from 'fast-check';
import type { Element, ElementContent, Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import { mdxToHast } from 'satteri';
import { describe, expect, it, test } from 'vitest';
import { typesetTree } from './typeset-tree.ts';
import { typeset } from './typography.ts';

/** In the tables `~` is a no-break space and `_` a narrow one. */
const spaced = (text: string): string => text.replaceAll('~', '\u00a0').replaceAll('_', '\u202f');
const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

describe('typeset', () => {
  it.each([
    // ; ! ? : »
    ['Bonjour !', 'Bonjour_!'],
    ['Bonjour!', 'Bonjour_!'],
    ['Bonjour~!', 'Bonjour_!'],
    ['Bonjour   !', 'Bonjour_!'],
    ['Bonjour\u2009!', 'Bonjour_!'],
    ['Bonjour\n! Oui', 'Bonjour_! Oui'],
    ['Pourquoi ? Parce que.', 'Pourquoi_? Parce que.'],
    ['Pourquoi? Parce que.', 'Pourquoi_? Parce que.'],
    ['un ; deux', 'un_; deux'],
    ['un; deux', 'un_; deux'],
    ['un : deux', 'un~: deux'],
    ['un: deux', 'un~: deux'],
    ['un_: deux', 'un~: deux'],
    ['Étape 1: ouvrir', 'Étape~1~: ouvrir'],
    ['Voici :', 'Voici~:'],
    ['(Vraiment !)', '(Vraiment_!)'],
    ['(voir p. 3)!', '(voir p.~3)_!'],
    ['etc. ?', 'etc._?'],
    ['Quoi ?!', 'Quoi_?!'],
    ['Quoi ? !', 'Quoi_?!'],
    ['Quoi!!', 'Quoi_!!'],
    ['Quoi?…', 'Quoi_?…'],
    ['Ah…!', 'Ah…!'],
    ['Ah… !', 'Ah…_!'],
    ['Non !  Si.', 'Non_! Si.'],
    ['un !* deux', 'un_!* deux'],
    ['il dit :« oui »', 'il dit~:«~oui~»'],
    ['Vous connaissez Node.js?', 'Vous connaissez Node.js_?'],
    // quotation marks
    ['« mot »', '«~mot~»'],
    ['«mot»', '«~mot~»'],
    ['«_mot_»', '«~mot~»'],
    ['«  mot  » !', '«~mot~»_!'],
    ['«»', '«~»'],
    ['« Quoi ? » dit-il', '«~Quoi_?~» dit-il'],
    ['« suite de citation', '«~suite de citation'],
    ['"mot"', '«~mot~»'],
    ['" mot "', '«~mot~»'],
    ['("mot")', '(«~mot~»)'],
    ['Il dit: "Oui"; puis "Non"!', 'Il dit~: «~Oui~»_; puis «~Non~»_!'],
    ['"Oui," dit-il', '«~Oui,~» dit-il'],
    ['« il dit "oui" »', '«~il dit “oui”~»'],
    ['"il dit "oui" hier"', '«~il dit “oui” hier~»'],
    ['"un "deux" et "trois""', '«~un “deux” et “trois”~»'],
    ['« “oui” »', '«~“oui”~»'],
    ['un “mot” seul', 'un “mot” seul'],
    ['une marque " seule', 'une marque " seule'],
    ['un écran de 27" et un "mot"', 'un écran de 27" et un «~mot~»'],
    // apostrophes
    ["l'art", 'l’art'],
    ["aujourd'hui", 'aujourd’hui'],
    ["presqu'île", 'presqu’île'],
    ["jusqu'à l'an 2000", 'jusqu’à l’an 2000'],
    ["S'ENTR'AIDER", 'S’ENTR’AIDER'],
    ['l\'"art"', 'l’«~art~»'],
    ["qu'« avoir le sens »", 'qu’«~avoir le sens~»'],
    ["d'1 m", 'd’1~m'],
    ["les années '80", 'les années ’80'],
    ["O'Connor", 'O’Connor'],
    ['5\' 12"', '5\' 12"'],
    ["'mot'", "'mot'"],
    // ellipses and dashes
    ['Attendez...', 'Attendez…'],
    ['[...] la suite', '[…] la suite'],
    ['Vraiment...?', 'Vraiment…?'],
    ['un . . . deux', 'un . . . deux'],
    ['un.... deux', 'un.... deux'],
    ['Verbatim - le magazine', 'Verbatim – le magazine'],
    ['"un" - "deux"', '«~un~» – «~deux~»'],
    ['2010 - 2015', '2010 - 2015'],
    ['- une liste\n- encore', '- une liste\n- encore'],
    ['porte-voix', 'porte-voix'],
    ['— Bonjour.', '—~Bonjour.'],
    ['— Oui.\n– Non.', '—~Oui.\n–~Non.'],
    ['« — Oui ! »', '«~—~Oui_!~»'],
    ['Le reste — les outils — compte', 'Le reste —~les outils~— compte'],
    ['Le reste — pourquoi pas ? — compte', 'Le reste —~pourquoi pas_?~— compte'],
    ['Le reste - les outils - compte', 'Le reste –~les outils~– compte'],
    ['Le reste — les outils', 'Le reste — les outils'],
    ['Un — deux. Trois — quatre', 'Un — deux. Trois — quatre'],
    // numbers
    ['12 %', '12_%'],
    ['12%', '12_%'],
    ['12,5 % ; 3 ‰', '12,5_%_; 3_‰'],
    ['de 50%-60%', 'de 50_%-60_%'],
    ['12 €', '12~€'],
    ['12€', '12~€'],
    ['12_€', '12~€'],
    ['12 M€ et 3 Md€', '12~M€ et 3~Md€'],
    ['12 $ ou 9 £', '12~$ ou 9~£'],
    ['12 000', '12_000'],
    ['1 234 567,89 €', '1_234_567,89~€'],
    ['12~000', '12_000'],
    ['10000 en 2024', '10000 en 2024'],
    ['en 2024 300 personnes', 'en 2024 300 personnes'],
    ['01 23 45 67 89', '01 23 45 67 89'],
    ['12 km, 30 m², 5 kg', '12~km, 30~m², 5~kg'],
    ['20 °C, 3 Go, 5 min.', '20~°C, 3~Go, 5~min.'],
    ['20 h 30', '20~h~30'],
    ['avant 8 heures, 312 euros', 'avant 8~heures, 312~euros'],
    ['« tapez 1 », le quai 4. Le 14, page 71 ; à 7 et 8', '«~tapez~1~», le quai~4. Le~14, page~71_; à 7 et 8'],
    ['la note de 4,8 le 9.5', 'la note de 4,8 le 9.5'],
    ['le 4\n; puis', 'le~4_; puis'],
    ['1 h 30 min 15 s', '1~h~30~min~15~s'],
    ['20h30', '20h30'],
    ['12 millions, 3 milliards', '12~millions, 3~milliards'],
    ["12 t-shirts, 3 m'ont plu", '12 t-shirts, 3 m’ont plu'],
    ['12 mars 2024', '12~mars 2024'],
    ['1er janvier', '1er~janvier'],
    ['12 mais', '12 mais'],
    // ordinals
    ['2ème', '2e'],
    ['2ième et 3eme', '2e et 3e'],
    ['les 3èmes', 'les 3es'],
    ['1ère, 1ères, 1ere', '1re, 1res, 1re'],
    ['1er et 2e', '1er et 2e'],
    ['XXIème, XIXe, Vème', 'XXIe, XIXe, Ve'],
    ['un Mème, le système', 'un Mème, le système'],
    // what must not part
    ['n° 12, N° 3', 'n°~12, N°~3'],
    ['p. 12, pp. 3-4, Art. 6, chap. IV', 'p.~12, pp.~3-4, Art.~6, chap.~IV'],
    ['M. Dupont, Mme Durand, MM. Martin', 'M.~Dupont, Mme~Durand, MM.~Martin'],
    ['Dr House et M. le maire', 'Dr~House et M.~le maire'],
    ['J. Martin, J.-P. Sartre, É. Zola', 'J.~Martin, J.-P.~Sartre, É.~Zola'],
  ])('sets %s as %s', (text, expected) => {
    expect(visible(typeset(spaced(text)))).toBe(expected);
  });

  it.each([
    'https://exemple.fr/a?b=c:d;e!f',
    "https://exemple.fr/l'art/2ème-partie",
    'www.2eme.fr',
    'mailto:a@b.fr?subject=x',
    'mailto: et http: seuls',
    "o'connor@exemple.fr",
    'exemple.fr/2eme?x=12%',
    'localhost:4321/l_2eme',
    '/usr/2eme/x',
    "C:\\dossier\\l'art",
    'src/2eme/app.ts',
    'fichier_2eme_partie.png',
    'à 12:30 puis 16:9',
    'tdm:policy',
    'a != b !== c',
    'a?b:c',
    'x??y',
    '![image](x)',
    ':) ;) :-) ;-) :D :/',
    'un sourire :smile: ici',
    '(!) (?) [?]',
    'caf%C3%A9',
    '&nbsp;&eacute; fin',
    'href="x"',
    '',
    '\n\n',
  ])('leaves %s alone', (text) => {
    expect(visible(typeset(text))).toBe(visible(text));
  });

  it('sets the sign that follows an address', () => {
    expect(visible(typeset('Voir https://exemple.fr/page?'))).toBe('Voir https://exemple.fr/page_?');
    expect(visible(typeset('Écrire à a@exemple.fr: merci'))).toBe('Écrire à a@exemple.fr~: merci');
  });

  it('keeps the ends of lines and paragraphs', () => {
    expect(typeset('Anne B.\nAcme\n\n! Suite')).toBe('Anne B.\nAcme\n\n! Suite');
  });
});

const tokens = (
  'a É mot Il l qu aujourd J. M. Mme XXI 12 000 345 1 2 80 h min km m € M€ k % ‰ $ mars n° p. art. ! ? ; : … . ... , ' +
  '« » “ ” " \' ’ - — – ( ) [ ] { / // \\ @ # = + * ~ < > | ^ & 😀 \u0301 \ufffc http:// www. x@y.fr a.fr/b &amp 12:30 :)'
).split(' ');
const gaps = [' ', '  ', '\n', '\r\n', '\t', '\u00a0', '\u202f', '\u2009', ' - ', ' — '];
const ordinals = ['2ème', '1ère', 'XXIème', 'ième', 'eme', 'ere', 's'];
const prose = (...words: string[]): fc.Arbitrary<string> =>
  fc.array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(...gaps)), { maxLength: 20 }).map((all) => all.join(''));
const anyText = fc.oneof(
  { weight: 4, arbitrary: prose(...tokens, ...ordinals) },
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
);

test('setting a text twice changes nothing more', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = typeset(text);
      expect(typeset(once)).toBe(once);
    }),
    { numRuns: 5000 },
  );
});

test('only spaces, quotation marks, apostrophes, ellipses and dashes ever change', () => {
  const rest = (text: string): string => text.replace(/[\s"'’«»“”….–-]/g, '');
  fc.assert(
    fc.property(prose(...tokens), (text) => {
      expect(rest(typeset(text))).toBe(rest(text));
    }),
    { numRuns: 5000 },
  );
});

test('an address in a sentence stays whole', () => {
  const address = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }).map((url) => url.replace(/[^\p{L}\p{N}/=]+$/u, '')),
    fc.emailAddress().filter((mail) => /^(?!(?:[cdjlmnst]|qu)')[a-z\d]/i.test(mail)),
  );
  fc.assert(
    fc.property(address, (whole) => {
      expect(typeset(`"Voir" ${whole} : l'adresse, ${whole}!`)).toContain(` ${whole}\u00a0: l’adresse, ${whole}`);
    }),
    { numRuns: 2000 },
  );
});

test('a time stays whole', () => {
  fc.assert(
    fc.property(fc.nat(23), fc.nat(59), (hour, minute) => {
      const time = `${hour}:${String(minute).padStart(2, '0')}`;
      expect(typeset(`à ${time}, puis (${time}) !`)).toBe(`à ${time}, puis (${time})\u202f!`);
    }),
  );
});

const setHtml = (...children: ElementContent[]): string => {
  const root: Root = { type: 'root', children };
  typesetTree(root);
  return visible(toHtml(root, { characterReferences: { useNamedReferences: true } }));
};

describe('typesetTree', () => {
  it('reads a block across inline elements', () => {
    expect(setHtml(h('p', [h('strong', 'mot'), ' !']))).toBe('<p><strong>mot</strong>_!</p>');
    expect(setHtml(h('p', ['« ', h('em', 'mot'), ' »']))).toBe('<p>«~<em>mot</em>~»</p>');
    expect(setHtml(h('p', ["l'", h('em', 'art')]))).toBe('<p>l’<em>art</em></p>');
    expect(setHtml(h('p', ['"', h('em', 'mot'), '" ', h('b', '12'), ' %']))).toBe(
      '<p>«~<em>mot</em>~» <b>12</b>_%</p>',
    );
    expect(setHtml(h('p', ['XX', h('sup', 'ème')]))).toBe('<p>XX<sup>e</sup></p>');
    expect(setHtml(h('p', ['mot', { type: 'comment', value: ' ? ' }, ' !']))).toBe('<p>mot<!-- ? -->_!</p>');
  });

  it('adds a space to the outer element', () => {
    expect(setHtml(h('p', [h('em', 'mot'), '!']))).toBe('<p><em>mot</em>_!</p>');
    expect(setHtml(h('p', ['«', h('a', { href: '/' }, 'mot'), '»']))).toBe('<p>«~<a href="/">mot</a>~»</p>');
    expect(setHtml(h('p', ['Un ', h('em', 'mot!'), ' ici']))).toBe('<p>Un <em>mot_!</em> ici</p>');
  });

  it('makes one space of several that stand in several elements', () => {
    expect(setHtml(h('p', [h('em', 'mot '), h('b', ' '), ' !']))).toBe('<p><em>mot</em><b></b>_!</p>');
  });

  it('does not read from one block into the next', () => {
    const items = h('ul', [h('li', 'mot'), h('li', '! mot')]);
    expect(setHtml(items)).toBe('<ul><li>mot</li><li>! mot</li></ul>');
    expect(setHtml(h('p', ['mot', h('br'), '! — mot']))).toBe('<p>mot<br>! — mot</p>');
    expect(setHtml(h('p', ['Un,', h('br'), '\n— Deux']))).toBe('<p>Un,<br>\n—~Deux</p>');
  });

  it.each(['code', 'kbd', 'samp', 'time'])('leaves <%s> alone and reads it as a word', (name) => {
    expect(setHtml(h('p', [h(name, 'a ? "b": 12%'), ' : oui']))).toBe(`<p><${name}>a ? "b": 12%</${name}>~: oui</p>`);
  });

  it('leaves preformatted text alone', () => {
    expect(setHtml(h('pre', h('code', 'a !\n\n"b"')))).toBe('<pre><code>a !\n\n"b"</code></pre>');
    expect(setHtml(h('pre', 'a !'), h('style', 'a:"b" !'))).toBe('<pre>a !</pre><style>a:"b" !</style>');
  });

  it('leaves other languages alone', () => {
    const english = h('i', { lang: 'en' }, '"Hey"!');
    expect(setHtml(h('p', ['Il dit ', english, ' !']))).toBe('<p>Il dit <i lang="en">"Hey"!</i>_!</p>');
    expect(setHtml(h('p', { lang: 'en' }, ['Hey !']), h('p', 'Eh !'))).toBe('<p lang="en">Hey !</p><p>Eh_!</p>');
    expect(setHtml(h('p', { lang: 'fr-CA' }, 'Eh!'))).toBe('<p lang="fr-CA">Eh_!</p>');
    expect(setHtml(h('p', { lang: '' }, 'Eh!'))).toBe('<p lang="">Eh!</p>');
    expect(setHtml(h('p', { xmlLang: 'de' }, 'Eh!'))).toBe('<p xml:lang="de">Eh!</p>');
  });

  it('leaves attributes alone', () => {
    const image = h('img', { src: 'a', alt: '"Eh"!' });
    expect(setHtml(h('p', [image, ' : oui']))).toBe('<p><img src="a" alt="&quot;Eh&quot;!">~: oui</p>');
  });

  it('does not take the mark of a note for a number', () => {
    const mark = h('sup', h('a', { href: '#n', dataFootnoteRef: true }, '1'));
    expect(setHtml(h('p', ['12 000', mark, ' !']))).toContain('12_000<sup>');
    expect(setHtml(h('p', ['mot', mark, ' % ou ', mark, ' !']))).toMatch(/<\/sup> % ou .*<\/sup>_!/);
  });

  it('takes flow components for blocks and text components for words', () => {
    const tree = mdxToHast(
      'Un <Word by="a !">"*mot*"</Word>! Et <span lang="en">Hey!</span> : <X /> !\n\n<Note title="a !">\n"Un" mot!\n</Note>\n\n! fin',
    ) as Root;
    typesetTree(tree);
    const seen: string[] = [];
    JSON.stringify(tree, (key, value) => {
      if (key === 'value') seen.push(visible(String(value)));
      return value;
    });
    expect(seen.filter((value) => value.trim() !== '')).toEqual([
      ...['Un ', 'a !', '«~', 'mot', '~»', '_! Et ', 'en', 'Hey!', '~: ', '_!', 'a !', '«~Un~» mot_!', '! fin'],
    ]);
  });

  const inline = fc.letrec<{ node: ElementContent }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      { weight: 3, arbitrary: prose(...tokens, ...ordinals).map((value) => ({ type: 'text' as const, value })) },
      fc
        .tuple(fc.constantFrom('em', 'a', 'strong', 'sup'), fc.array(tie('node'), { minLength: 1, maxLength: 3 }))
        .map(([name, children]) => h(name, children)),
    ),
  })).node;
  const block = fc.array(inline, { maxLength: 5 }).map((children) => h('p', children));
  const textOf = (node: ElementContent): string =>
    node.type === 'text' ? node.value : (node as Element).children.map(textOf).join('');

  it('sets a text as typeset does, however it is cut into elements', () => {
    fc.assert(
      fc.property(block, (paragraph) => {
        const expected = typeset(textOf(paragraph));
        typesetTree({ type: 'root', children: [paragraph] });
        expect(textOf(paragraph)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('changes nothing more when it sets a tree twice, and never its shape', () => {
    const opaque = fc.constantFrom('code', 'br', 'img').map((name) => h(name, name === 'code' ? ['a ? "b"'] : []));
    const shape = (node: unknown): string => JSON.stringify(node, (key, value) => (key === 'value' ? '' : value));
    fc.assert(
      fc.property(fc.array(fc.oneof(inline, block, opaque), { maxLength: 8 }), (children) => {
        const tree: Root = structuredClone({ type: 'root', children });
        typesetTree(tree);
        expect(shape(tree)).toBe(shape({ type: 'root', children }));
        const once = structuredClone(tree);
        typesetTree(tree);
        expect(tree).toEqual(once);
      }),
      { numRuns: 3000 },
    );
  });
});
