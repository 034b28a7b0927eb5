import { createFileRoute } from '@tanstack/react-router';
import { NotesScreen } from '../../features/study/notes-screen.tsx';

export const Route = createFileRoute('/_app/student/study/notes')({ component: NotesScreen });
