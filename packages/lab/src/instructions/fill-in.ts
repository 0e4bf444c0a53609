import type { Action, Block, Page } from '../spec/page.ts'

/** What `{{student}}` and its like stand for; other names stay as they are written. */
export type LabValues = {
  readonly student: string
  readonly sandbox: string
  readonly lab: string
  readonly course: string
}

/** The page with its names filled in, but for what terminals run: a name is no part of a command. */
export function fillIn(page: Page, values: LabValues): Page {
  const fill = (text: string) =>
    text.replace(/\{\{(student|sandbox|lab|course)\}\}/g, (_all, name: keyof LabValues) => values[name])
  const inBlock = (block: Block): Block => {
    if ('text' in block) return { text: fill(block.text) }
    if ('action' in block) return { action: inAction(block.action, fill) }
    return { ...block, children: block.children.map(inBlock) }
  }
  return { title: fill(page.title), blocks: page.blocks.map(inBlock) }
}

function inAction(action: Action, fill: (text: string) => string): Action {
  return action.kind === 'copy' ? { kind: 'copy', text: fill(action.text) } : action
}
