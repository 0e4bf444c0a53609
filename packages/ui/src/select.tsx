import { ChevronDown } from 'lucide-react'
import { cn } from './cn.ts'
import { inputClass } from './input.tsx'

export type SelectOption<T extends string> = { readonly value: T; readonly label: string }

/** The browser's own list: right on a phone, by keyboard and for a screen reader, and it weighs nothing. */
export function Select<T extends string>(props: {
  value: T
  onValueChange: (value: T) => void
  options: readonly SelectOption<T>[]
  disabled?: boolean
  className?: string
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
}) {
  const { value, onValueChange, options, className, ...rest } = props
  const choose = (next: string) => {
    const option = options.find((one) => one.value === next)
    if (option) onValueChange(option.value)
  }
  return (
    <span className={cn('relative inline-grid', className)}>
      <select
        {...rest}
        value={value}
        onChange={(event) => choose(event.target.value)}
        className={cn(inputClass, 'h-9 appearance-none truncate pr-8 sm:h-8 sm:text-sm')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} className="bg-raised">
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-faint"
      />
    </span>
  )
}
