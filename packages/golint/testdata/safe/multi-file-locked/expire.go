package main

func (r *registry) expire() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for name, uses := range r.entries {
		if uses == 0 {
			delete(r.entries, name)
		}
	}
}
