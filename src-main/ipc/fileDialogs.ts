/** The system's dialogs for files; they answer null where none was chosen. */
export interface FileDialogs {
  /** A CSV file, or another with text in it, to be read. */
  openCsv(): Promise<string | null>
  /** Where to write; the system itself asks before something is overwritten. */
  saveCsv(suggestedName: string): Promise<string | null>
  /** The same for a plain text. */
  saveText(suggestedName: string): Promise<string | null>
  /** Shows one of the app's own folders; whether that could be done. */
  openFolder(path: string): Promise<boolean>
}
