/** A few last lines, as they were written; the very last ones are in sight. */
export function LogTail({ lines }: { lines: readonly string[] }) {
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
      className="flex max-h-48 flex-col-reverse overflow-auto rounded-md border bg-surface p-2.5"
    >
      <pre className="font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {lines.join('\n')}
      </pre>
    </div>
  )
}
