import { Button, type ButtonProps } from './button.tsx'
import { cn } from './cn.ts'

/** On or off, said by aria-pressed and by its looks. */
export function ToggleButton({ pressed, className, ...rest }: ButtonProps & { pressed: boolean }) {
  return (
    <Button
      aria-pressed={pressed}
      size="sm"
      variant="secondary"
      className={cn(pressed && 'border-accent bg-accent-soft text-accent-text', className)}
      {...rest}
    />
  )
}
