import { Button, type ButtonProps } from './button.tsx'

/** A button that shows only a picture; its words are its name, and its tooltip. */
export function IconButton({ label, size = 'icon', ...rest }: ButtonProps & { label: string }) {
  return <Button aria-label={label} title={label} variant="ghost" size={size} {...rest} />
}
