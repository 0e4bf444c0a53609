'use client'

import { type ComponentProps, useSyncExternalStore } from 'react'

/**
 * Waits until the scripts of its page run: a form that is sent before goes by itself, so that what was typed is lost, and
 * may get into the address.
 */
export function SubmitButton({ disabled, ...rest }: ComponentProps<'button'>) {
  const run = useScriptsRun()
  return <button {...rest} type="submit" disabled={disabled || !run} />
}

const NEVER = () => () => undefined

function useScriptsRun(): boolean {
  return useSyncExternalStore(
    NEVER,
    () => true,
    () => false,
  )
}
