'use client'

import { type Permission, PERMISSIONS } from '@berth/core/role.ts'
import { Checkbox } from '@berth/ui/checkbox.tsx'
import { useTranslations } from 'next-intl'
import { permissionKey } from '../../format/permission-key.ts'
import { useMay } from '../../session/use-may.ts'

/** What a token may do; more than one's own role allows cannot be given. */
export function ScopeChoice(props: {
  value: readonly Permission[]
  onChange: (scopes: readonly Permission[]) => void
}) {
  const t = useTranslations('tokens')
  const words = useTranslations('permission')
  const may = useMay()
  const toggle = (scope: Permission, on: boolean) =>
    props.onChange(on ? [...props.value, scope] : props.value.filter((one) => one !== scope))
  return (
    <fieldset className="grid grid-cols-1 gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t('scopes')}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {PERMISSIONS.filter(may).map((scope) => (
          <Checkbox
            key={scope}
            checked={props.value.includes(scope)}
            onChange={(event) => toggle(scope, event.target.checked)}
            label={words(permissionKey(scope))}
            hint={<code className="font-mono">{scope}</code>}
          />
        ))}
      </div>
    </fieldset>
  )
}
