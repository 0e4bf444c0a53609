import { Button, type ButtonProps } from './button.tsx'
import { Tooltip } from './tooltip.tsx'

/** A button that shows only a picture; its words are its name and its tooltip. */
export function IconButton({ label, size = 'icon', ...rest }: ButtonProps & { label: string }) {
  return (
    <Tooltip content={label}>
      <Button aria-label={label} variant="ghost" size={size} {...rest} />
    </Tooltip>
  )
}
