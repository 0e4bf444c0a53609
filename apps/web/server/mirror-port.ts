import type { MirrorPort } from '@berth/registry'
import type { ControlClient } from './control-client.ts'

/** What administrators' work on mirrors asks of control, which has the master key and goes out. */
export function createMirrorPort(control: ControlClient): MirrorPort {
  return {
    seal: async (context, password) => {
      const { password: sealed = '' } = await control.seal(context, { password })
      return sealed
    },
    test: (prefix) => control.testMirror(prefix),
  }
}
