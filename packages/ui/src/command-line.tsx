import { cn } from './cn.ts'
import { CopyButton } from './copy-button.tsx'

/** One command to copy, all of it in sight. The prompt is not part of what is copied. */
export function CommandLine(props: {
  command: string
  copyLabel: string
  copiedLabel: string
  quiet?: boolean
  className?: string
}) {
  return (
    <div
      className={cn(
        'flex min-w-0 items-center gap-2 rounded-md font-mono text-xs',
        props.quiet ? 'text-muted' : 'border bg-sunken py-1 pr-1 pl-3',
        props.className,
      )}
    >
      <span aria-hidden className="text-faint select-none">
        $
      </span>
      <code className="min-w-0 flex-1 py-1 text-left whitespace-pre-wrap [overflow-wrap:anywhere]">
        {props.command}
      </code>
      <CopyButton text={props.command} label={props.copyLabel} copiedLabel={props.copiedLabel} />
    </div>
  )
}
