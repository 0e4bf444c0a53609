import { Slot } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

/** A labelled control with its hint and its error; both are read out with the control. */
export function Field(props: {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  className?: string
  children: ReactNode
}) {
  const id = useId()
  const described = [props.hint ? `${id}-hint` : '', props.error ? `${id}-error` : ''].join(' ').trim()
  return (
    <div className={cn('grid content-start gap-1.5', props.className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {props.label}
      </label>
      <Slot.Root
        id={id}
        aria-describedby={described || undefined}
        aria-invalid={props.error ? true : undefined}
      >
        {props.children}
      </Slot.Root>
      {props.error ? (
        <p id={`${id}-error`} role="alert" className="text-sm text-bad">
          {props.error}
        </p>
      ) : null}
      {props.hint ? (
        <div id={`${id}-hint`} className="text-xs text-muted">
          {props.hint}
        </div>
      ) : null}
    </div>
  )
}
