import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './button.tsx'

/** A button that shows only a picture, with room for one; its words are its name, and its tooltip. */
export function IconButton({
  label,
  size = 'icon',
  children,
  ...rest
}: ButtonProps & { label: string; children: ReactNode }) {
  return (
    <Button aria-label={label} title={label} variant="ghost" size={size} {...rest}>
      {rest.busy ? null : children}
    </Button>
  )
}
