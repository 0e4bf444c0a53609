'use client'

import { useDeferredValue, useState } from 'react'

const SIZE = 50

/** What a list is searched for and how far one has turned its pages; a new search begins at the first. */
export function usePage<Sort extends string>(first: Sort) {
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState(first)
  const [offset, setOffset] = useState(0)
  const again =
    <T>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      setOffset(0)
    }
  const deferred = useDeferredValue(search.trim())
  return {
    ...{ search, sort, offset, size: SIZE, setOffset },
    setSearch: again(setSearch),
    setSort: again(setSort),
    query: { sort, offset, limit: SIZE, ...(deferred === '' ? {} : { search: deferred }) },
  }
}
