import { shellWords } from '@berth/manifest'
import { FOLDER, PORT, type Stack } from './stack.ts'

/** Scripts and static programs that need nothing but a shell. */
export const procfileStack: Stack = {
  name: 'procfile',
  knownBy: 'Procfile with a web process (any program)',
  detect(_facts, web) {
    if (web === undefined) return null
    return {
      kind: 'plan',
      name: 'procfile',
      because: 'the source has a Procfile, and nothing that is installed or built',
      dockerfile: [
        'FROM busybox',
        `WORKDIR ${FOLDER}`,
        'COPY . .',
        `ENV PORT=${PORT}`,
        `EXPOSE ${PORT}`,
        `CMD ${JSON.stringify(shellWords(web))}`,
        '',
      ].join('\n'),
      ignore: ['.git'],
      facts: [{ name: 'base', value: 'busybox' }],
    }
  },
}
