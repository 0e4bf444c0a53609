'use client'

import { type ComponentPropsWithoutRef, useEffect, useRef } from 'react'
import { cn } from './cn.ts'
import { tellEarlyText } from './tell-early-text.ts'

export const inputClass =
  'w-full rounded-md border border-line-strong/60 bg-surface px-2.5 text-base text-ink transition-colors hover:border-line-strong aria-invalid:border-bad disabled:bg-sunken disabled:text-muted [&[readonly]]:bg-sunken'

export function Input({ className, ...rest }: ComponentPropsWithoutRef<'input'>) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (field.current) tellEarlyText(field.current)
  }, [])
  return <input className={cn(inputClass, 'h-9 sm:h-8 sm:text-sm', className)} {...rest} ref={field} />
}
