import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { inputClass } from './input.tsx'

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(inputClass, 'min-h-24 py-2 sm:text-sm', className)} {...rest} />
}
