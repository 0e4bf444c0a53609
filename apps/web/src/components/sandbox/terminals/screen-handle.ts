import { copyText } from '@berth/ui/copy-text.ts'
import type { Terminal } from '@xterm/xterm'

/** What a menu does with a terminal. False: nothing is selected, or the browser keeps its clipboard to itself. */
export type ScreenHandle = {
  copy(): Promise<boolean>
  paste(): Promise<boolean>
}

export function screenHandle(terminal: Terminal): ScreenHandle {
  return {
    copy: async () => terminal.hasSelection() && (await copyText(terminal.getSelection())),
    paste: async () => {
      // over plain HTTP on another host than localhost there is no clipboard API; the visitor may refuse it
      const read = await navigator.clipboard?.readText?.().catch(() => undefined)
      if (read === undefined) return false
      terminal.paste(read)
      terminal.focus()
      return true
    },
  }
}
