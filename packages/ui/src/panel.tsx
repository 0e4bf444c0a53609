import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** A titled part of a page. */
export function Panel(props: {
  title?: ReactNode
  description?: ReactNode
  actions?: ReactNode
  className?: string
  bodyClassName?: string
  children: ReactNode
}) {
  return (
    <section className={cn('min-w-0 rounded-lg border bg-surface', props.className)}>
      {props.title ? (
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b px-4 py-2">
          <div>
            <h2 className="text-sm font-semibold">{props.title}</h2>
            {props.description ? <p className="text-xs text-muted">{props.description}</p> : null}
          </div>
          {props.actions}
        </div>
      ) : null}
      <div className={cn('p-4', props.bodyClassName)}>{props.children}</div>
    </section>
  )
}
