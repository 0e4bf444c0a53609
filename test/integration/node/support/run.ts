import { eventually } from '../../../support/eventually.ts'
import type { Rig } from './rig.ts'
import { openView } from './view.ts'

/** A command in a container, until its end; without the blank space around its output. */
export async function run(
  rig: Rig,
  containerId: string,
  argv: string[],
): Promise<{ out: string; err: string }> {
  const { execId } = await rig.control.agent().call('exec.start', { containerId, argv, tty: false })
  const view = await openView(rig, execId, containerId)
  await eventually(() => view.end() !== undefined)
  return { out: view.text().trim(), err: view.stderr() }
}
