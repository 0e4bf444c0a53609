'use client'

import { isErrorCode } from '@berth/core/error.ts'
import { Callout } from '@berth/ui/callout.tsx'
import { useTranslations } from 'next-intl'
import { ErrorCallout } from '../error-callout.tsx'

/** A refusal by its code (ours, or Auth.js's own word for a wrong password), or a call that failed. */
export function SignInFailure(props: { refused: string | null; error: Error | null }) {
  const t = useTranslations('errors')
  if (props.error) return <ErrorCallout error={props.error} />
  if (props.refused === null) return null
  const code = isErrorCode(props.refused) ? props.refused : 'auth.bad_credentials'
  return <Callout tone="bad" role="alert" title={t(code)} />
}
