import { BerthError } from '@berth/core'
import { printJson, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'

export type LifecycleAct = 'stop' | 'start' | 'restart' | 'pause' | 'unpause'

export async function lifecycle(act: LifecycleAct, app: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const view = await session.api.apps[act].mutate({ tenant: await session.tenant(), app })
  if (options.json)
    return printJson({ name: view.name, state: view.state, url: view.url, release: view.release })
  say(`${view.name} is ${view.state}`)
}

/** What cannot be undone asks for the name, unless it was said before. */
export async function destroy(
  app: string,
  options: SessionOptions & { readonly yes?: boolean },
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  if (!options.yes) {
    const question = `This removes ${app} of ${tenant} with its releases, logs and data; its volumes stay. Its name, to go on: `
    if ((await askLine(question, { orElse: 'confirm with --yes' })) !== app)
      throw new BerthError('input.invalid', `${app} was not destroyed`)
  }
  const volumes = await session.api.volumes.list.query({ tenant, app })
  const kept = volumes.map(({ name }) => name).join(', ')
  await session.api.apps.destroy.mutate({ tenant, app })
  if (options.json) return printJson({ name: app, state: 'destroyed' })
  say(`${app} is destroyed`)
  if (kept !== '') say(`its volumes stay, not attached to any app: ${kept}`)
}
