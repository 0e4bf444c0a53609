'use client'

import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { useTranslations } from 'next-intl'

export type GitText = { readonly url: string; readonly branch: string; readonly directory: string }

export const EMPTY_GIT: GitText = { url: '', branch: '', directory: '' }

/** Which repository, and what of it. */
export function GitFields(props: {
  value: GitText
  error: string | undefined
  onChange: (part: Partial<GitText>) => void
}) {
  const t = useTranslations('newGit')
  const { value, onChange } = props
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('url')} hint={t('urlHint')} error={props.error} className="sm:col-span-2">
        <Input
          autoComplete="off"
          spellCheck={false}
          placeholder="https://github.com/acme/shop.git"
          value={value.url}
          onChange={(event) => onChange({ url: event.target.value })}
        />
      </Field>
      <Field label={t('branch')} hint={t('branchHint')}>
        <Input
          autoComplete="off"
          spellCheck={false}
          value={value.branch}
          onChange={(event) => onChange({ branch: event.target.value.trim() })}
        />
      </Field>
      <Field label={t('directory')} hint={t('directoryHint')}>
        <Input
          autoComplete="off"
          spellCheck={false}
          value={value.directory}
          onChange={(event) => onChange({ directory: event.target.value.trim() })}
        />
      </Field>
    </div>
  )
}
