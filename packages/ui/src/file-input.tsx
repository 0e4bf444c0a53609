import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A file of one's own: the browser's button, as the others look. */
export function FileInput({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <input
      type="file"
      className={cn(
        'text-sm file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-solid file:bg-surface file:px-3 file:font-medium',
        className,
      )}
      {...rest}
    />
  )
}
