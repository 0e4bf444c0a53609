import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { Spinner } from './spinner.tsx'
import { SubmitButton } from './submit-button.tsx'

const button = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors duration-100 select-none disabled:opacity-50 disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-accent-ink hover:bg-accent-hover',
        secondary: 'border border-line bg-surface text-ink hover:bg-hover',
        ghost: 'text-muted hover:bg-hover hover:text-ink',
        danger: 'bg-bad text-bad-ink hover:bg-bad-hover',
        'danger-quiet': 'border border-line bg-surface text-bad hover:bg-bad-soft',
      },
      size: {
        sm: 'h-7 px-2.5 text-sm',
        md: 'h-8 px-3 text-sm',
        lg: 'h-10 px-4 text-base',
        icon: 'size-8 text-sm',
        'icon-sm': 'size-7 text-sm',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof button> & {
    /** renders the only child with these looks instead, for links */
    asChild?: boolean
    /** shows that it works, and takes no second click */
    busy?: boolean
  }

export function Button({ className, variant, size, asChild, busy, children, ...rest }: ButtonProps) {
  const classes = cn(button({ variant, size }), className)
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  const Tag = rest.type === 'submit' ? SubmitButton : 'button'
  return (
    <Tag type="button" className={classes} {...rest} disabled={rest.disabled || busy} aria-busy={busy}>
      {busy ? <Spinner /> : null}
      {children}
    </Tag>
  )
}
