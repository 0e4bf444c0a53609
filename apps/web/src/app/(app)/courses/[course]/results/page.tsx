import { Results } from '../../../../../components/courses/results/results.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('results')

export default function ResultsPage() {
  return <Results />
}
