import { cn } from './cn.ts'
import { CopyButton } from './copy-button.tsx'

/** An id or digest in monospace, shortened for the eye, whole when it is copied. */
export function Copyable(props: {
  text: string
  shown?: string
  copyLabel: string
  copiedLabel: string
  className?: string
}) {
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-0.5 font-mono text-xs', props.className)}>
      <span className="truncate" title={props.text}>
        {props.shown ?? props.text}
      </span>
      <CopyButton
        text={props.text}
        label={props.copyLabel}
        copiedLabel={props.copiedLabel}
        className="size-6"
      />
    </span>
  )
}
