import { cn } from './cn.ts'

/** How much of something is used, with its words beside it. Above 90 % it warns, by colour and by the words given. */
export function Meter(props: { label: string; used: number; total: number; text: string }) {
  const share = props.total > 0 ? Math.min(1, props.used / props.total) : 0
  return (
    <div className="grid grid-cols-1 gap-1">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span className="text-muted">{props.label}</span>
        <span className="tabular">{props.text}</span>
      </div>
      <div
        role="meter"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={props.total}
        aria-valuenow={Math.min(props.used, props.total)}
        aria-valuetext={props.text}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          className={cn('h-full rounded-full', share > 0.9 ? 'bg-warn' : 'bg-accent')}
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  )
}
