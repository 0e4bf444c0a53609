import type { FileJob, Runtime } from '@berth/runtime'

/** Sessions that copy files: nobody can go on with one whose stream broke off, so that they end with their viewer. */
export type Copies = {
  /** Starts one in a running container; resolves to the session's id. Errors: runtime.exec_failed. */
  start(containerId: string, job: FileJob): Promise<string>
  /** Nobody views the session any more. */
  left(session: { readonly containerId: string; readonly execId: string }): Promise<void>
}

export function createCopies(runtime: Pick<Runtime, 'exec' | 'killExec'>): Copies {
  const open = new Set<string>()
  return {
    async start(containerId, files) {
      const root = { user: '0:0', cwd: '/' }
      const { id } = await runtime.exec({ containerId, argv: [], env: {}, tty: false, ...root, files })
      open.add(id)
      return id
    },
    async left({ containerId, execId }) {
      if (open.delete(execId)) await runtime.killExec(containerId, execId)
    },
  }
}
