import type { Handlers, sandboxMessages } from '@berth/protocol'
import { changeFiles, listFolder, readFile, writeFile } from './ask-files.ts'
import { runScript } from './run-script.ts'
import type { SessionTools } from './run-session.ts'
import type { Screens } from './screens.ts'
import { createTurns } from './turns.ts'

/** a class whose check is asked for at once takes turns */
const SCRIPTS = { atOnce: 8, each: 4 }
const QUESTIONS = { atOnce: 8, each: 6 }

/** What control asks of the containers of sandboxes. `known` throws where there is no such container. */
export function sandboxHandlers(
  tools: SessionTools & { readonly known: (containerId: string) => string; readonly screens: Screens },
): Handlers<typeof sandboxMessages> {
  const { known, screens } = tools
  const scripts = createTurns(SCRIPTS)
  const questions = createTurns(QUESTIONS)

  return {
    'sandbox.script': (request) =>
      scripts.run(known(request.containerId), () => runScript(tools, request), request.waitMs),
    'files.list': ({ path, ...place }) =>
      questions.run(known(place.containerId), () => listFolder(tools, place, path)),
    'files.read': ({ path, maxBytes, ...place }) =>
      questions.run(known(place.containerId), () => readFile(tools, place, path, maxBytes)),
    'files.write': ({ containerId, user, ...file }) =>
      questions.run(known(containerId), () => writeFile(tools, { containerId, user }, file)),
    'files.change': ({ change, ...place }) =>
      questions.run(known(place.containerId), async () => {
        await changeFiles(tools, place, change)
        return {}
      }),
    'screen.read': async ({ sessions, rows }) => ({ screens: await screens.read(sessions, rows) }),
  }
}
