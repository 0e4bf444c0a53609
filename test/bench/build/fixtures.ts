/** What is built: a source of two stages and six steps. */
export type BuildFixture = {
  readonly name: string
  readonly base: 'debian:12' | 'node:24'
  readonly files: Readonly<Record<string, string>>
  /** one file of it as a developer changes it in each round */
  readonly change: (round: number) => Readonly<Record<string, string>>
}

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('')

const server = (answer: number) => `require('http').createServer((_, r) => r.end('${answer}')).listen(8080)\n`

/** The base is given as an argument, because each builder calls it by another name. */
export const BUILD_FIXTURES: readonly BuildFixture[] = [
  {
    name: 'debian',
    base: 'debian:12',
    files: {
      Dockerfile: `ARG BASE
FROM \${BASE} AS made
WORKDIR /work
COPY words.txt .
RUN sort -u words.txt > sorted.txt && for i in $(seq 200); do cp sorted.txt part-$i; done
COPY main.sh .
RUN grep -c . sorted.txt > count && sh main.sh > answer

FROM \${BASE}
RUN mkdir -p /srv/app && useradd --system app
COPY --from=made /work /srv/app
CMD ["sh", "/srv/app/main.sh"]
`,
      'words.txt': lines(5000, (i) => `word ${(i * 7919) % 5003}`),
      'main.sh': 'echo answer 1\n',
    },
    change: (round) => ({ 'main.sh': `echo answer ${round + 2}\n` }),
  },
  {
    name: 'node',
    base: 'node:24',
    files: {
      Dockerfile: `ARG BASE
FROM \${BASE} AS made
WORKDIR /work
COPY package.json package-lock.json ./
COPY vendor vendor
RUN npm ci --offline --no-audit --no-fund --ignore-scripts
COPY server.js .
RUN node --check server.js && node -e "require('words')"

FROM \${BASE}
COPY --from=made /work /srv/app
WORKDIR /srv/app
CMD ["node", "server.js"]
`,
      'package.json': JSON.stringify({
        name: 'fixture',
        version: '1.0.0',
        dependencies: { words: 'file:vendor/words' },
      }),
      'package-lock.json': JSON.stringify({
        name: 'fixture',
        version: '1.0.0',
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': { name: 'fixture', version: '1.0.0', dependencies: { words: 'file:vendor/words' } },
          'node_modules/words': { resolved: 'vendor/words', link: true },
          'vendor/words': { name: 'words', version: '1.0.0' },
        },
      }),
      'vendor/words/package.json': JSON.stringify({ name: 'words', version: '1.0.0', main: 'index.js' }),
      'vendor/words/index.js': `module.exports = [\n${lines(2000, (i) => `  'word ${i}',`)}]\n`,
      'server.js': server(1),
    },
    change: (round) => ({ 'server.js': server(round + 2) }),
  },
]
