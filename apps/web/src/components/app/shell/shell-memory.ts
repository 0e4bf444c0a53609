import type { TerminalOpened } from '@berth/protocol'

/** A shell on the other side that one can come back to. */
type ShellAddress = Pick<TerminalOpened, 'execId' | 'containerId'>

/** Remembers a tab's shell, so that a reload of the page comes back to it. */
export function shellMemory(key: string) {
  return {
    read: (): ShellAddress | null => {
      const [execId, containerId] = (sessionStorage.getItem(key) ?? '').split(' ')
      return execId && containerId ? { execId, containerId } : null
    },
    write: (shell: ShellAddress | null): void => {
      if (shell === null) sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, `${shell.execId} ${shell.containerId}`)
    },
  }
}
