import type { DeployView } from '../../../../packages/protocol/src/index.ts'
import { eventually } from '../../../support/eventually.ts'
import type { ControlPlane } from './control-plane.ts'

/** What became of a deploy of the plane's own caller. */
export async function deployEnd(plane: ControlPlane, { id, app }: DeployView): Promise<DeployView> {
  const read = () => plane.deploy.getDeploy({ ...plane.caller, id })
  let last = await read()
  const isOver = async () => {
    last = await read()
    return last.state !== 'queued' && last.state !== 'running'
  }
  await eventually(isOver, { withinMs: 60_000, what: `the end of the deploy of ${app}` })
  return last
}
