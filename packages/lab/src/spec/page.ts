/** One file of instructions. */
export type Page = { readonly title: string; readonly blocks: readonly Block[] }

/** Text, an element of a fixed list of tags, or something to click. There is no HTML in it. */
export type Block =
  | { readonly text: string }
  | { readonly tag: string; readonly href?: string; readonly children: readonly Block[] }
  | { readonly action: Action }

/** What a click does. `container` null: the one of that terminal, or the first. */
export type Action =
  | {
      readonly kind: 'run'
      /** the tab, from 1 */
      readonly terminal: number
      readonly container: string | null
      readonly text: string
    }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'open'; readonly container: string; readonly port: string; readonly path: string }
  | { readonly kind: 'file'; readonly container: string; readonly path: string }
  | { readonly kind: 'check'; readonly name: string; readonly title: string }
