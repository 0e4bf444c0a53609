/** The page has its own heading above. */
export const LOWER: Readonly<Record<string, string>> = { h1: 'h2', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6' }

/** How the elements of Markdown look, by their tag. */
export const LOOKS: Readonly<Record<string, string>> = {
  h1: 'text-lg font-semibold',
  h2: 'border-b pb-1 text-base font-semibold',
  h3: 'text-sm font-semibold',
  h4: 'font-medium',
  h5: 'font-medium text-muted',
  h6: 'font-medium text-muted',
  ul: 'list-disc pl-5 grid grid-cols-1 gap-1',
  ol: 'list-decimal pl-5 grid grid-cols-1 gap-1',
  li: 'min-w-0',
  blockquote: 'border-l-2 pl-3 text-muted grid grid-cols-1 gap-2',
  pre: 'overflow-x-auto rounded-md border bg-sunken p-3 font-mono text-xs',
  code: 'rounded-sm bg-sunken px-1 font-mono text-xs',
  // it scrolls before a word of it is broken
  table: 'border-collapse text-sm [overflow-wrap:normal]',
  th: 'border px-2 py-1 text-left font-medium',
  td: 'border px-2 py-1',
  a: 'text-accent-text underline underline-offset-4',
}
