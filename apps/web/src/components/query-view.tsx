'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorCallout } from './error-callout.tsx'

/** Skeleton, failure or content of one query. Content that is there stays while a refresh fails. */
export function QueryView<T>(props: {
  query: UseQueryResult<T, unknown>
  skeleton: ReactNode
  children: (data: T) => ReactNode
}) {
  const { query } = props
  if (query.data !== undefined) return props.children(query.data)
  if (query.isError) return <ErrorCallout error={query.error} onRetry={() => void query.refetch()} />
  return props.skeleton
}
